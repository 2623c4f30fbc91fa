"""Payment providers: our bill to a page where it is paid, their notices to what was paid."""
