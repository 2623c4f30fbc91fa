"""The revisions, in order. They stand alone: nothing in them imports the domain."""
