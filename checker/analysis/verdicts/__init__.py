"""What a theory predicts for a period, and the verdict on it.

trial.py makes the judgement, question.py holds the table of verdicts, cell.py the readings and chances of one cell,
record.py those of a whole case.
"""
