# SPDX-License-Identifier: MIT
"""Entities of an interview: people, places, organisations, dates, sums, ages, phones, ids, e-mails, vehicles."""
