"""What the mail room promises: letters read, parted, judged, composed and sent."""
