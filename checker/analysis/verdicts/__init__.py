"""What a theory says of a period and what that is worth.

trial.py makes the judgement, question.py holds the table of verdicts, cell.py the readings and chances of one cell,
record.py those of a whole case.
"""
