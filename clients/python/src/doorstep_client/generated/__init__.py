# Written by tools/python_client.py from the API description; do not edit.
"""What is made from the API description."""
