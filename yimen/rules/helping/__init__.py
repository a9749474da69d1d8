"""帮代办: who helps whom by mandate, and how the principal says yes."""
