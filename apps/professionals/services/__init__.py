"""The only writers of this app: doubts and what their authors answer."""
