"""What we show of ourselves: the sales overview with its transcripts, the README, the pictures."""
