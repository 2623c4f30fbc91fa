"""The whole house, tested from outside: through its doors, by what reaches people."""
