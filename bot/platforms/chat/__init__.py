"""Bedside in a chat, whatever the messenger: who may do what, commands, buttons, replies.

Nothing here waits for a network. A messenger hands over what somebody did as an `Incoming`, and
brings the reply that comes of it to where it belongs.
"""
