"""What does the study's coverage look like? Sites by themes as a picture and in words; a digest as a page."""
