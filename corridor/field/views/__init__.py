"""Pages for whoever writes from outside, and for those who answer."""
