"""Who people are and what they may do: users, memberships, roles, sessions, second factors, tokens, single sign-on."""
