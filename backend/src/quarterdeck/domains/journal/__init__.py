"""The one journal: change sets (who, from where, why) and the changes the database captured inside them."""
