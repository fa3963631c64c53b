"""What a person is told, one by one: kept until they have read it, bursts of one kind shown as one."""
