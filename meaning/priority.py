"""Captures and answers come before whatever is only thought about."""

import os
import threading

READING, THINKING = 10, 5  # niceness: of notes that nobody waits for, and of one that is being saved


def step_back(niceness: int) -> None:
    """Let the threads that capture and answer go before this one, where the system can."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
