"""What goes in and what comes out, one file per noun. What comes in refuses fields it does not name."""
