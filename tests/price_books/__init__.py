"""The shipped price books beside the documents they were typed from."""
