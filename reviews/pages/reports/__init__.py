"""Reports: asked for, followed, downloaded, and those that come by themselves."""
