"""The page's forms inside Telegram: a Mini App, opened by a button of the chat."""
