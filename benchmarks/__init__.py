import bot.meaning  # noqa: F401  (says how numpy is to run, before anything here imports it)
