"""What the directory gives to other places: cards, feeds and a page to embed, with what a member shows to everybody."""
