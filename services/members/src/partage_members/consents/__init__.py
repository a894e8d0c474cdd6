"""Consents of members: who agreed to which notice, when and how; nothing of it is ever changed (recommendation 1).

The record follows ISO/IEC TS 27560:2023, and so does the receipt that a member can fetch.
"""
