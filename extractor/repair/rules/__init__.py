"""What a Form 4 says twice: each rule ties a few cells together, one idea per module.

A rule holds, fails or says nothing about the values of its cells; `wants` names the value one cell would need for it to
hold; `words` is its arithmetic for a reviewer.
"""
