"""The browser door of lenses: a library to read, and the desk where drafts become versions."""
