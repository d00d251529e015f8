"""The rule language.

In the context of scholars who write propositions in English, facing the need for one exact meaning,
we decided on a small controlled language parsed into frozen nodes, accepting that a sentence outside
its grammar is refused rather than guessed at.
"""
