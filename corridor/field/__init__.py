"""The inbox of sealed submissions: what people say from outside, with a receipt to come back."""
