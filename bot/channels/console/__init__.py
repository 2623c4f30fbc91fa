"""A local web page that plays a Slack workspace and the customers' mailboxes, without either."""
