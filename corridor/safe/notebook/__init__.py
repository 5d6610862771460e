"""The centre's notebook: what somebody saw, heard or agreed, kept as sealed records; a pattern for later rooms."""
