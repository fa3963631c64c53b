"""The one way in: normalise, identify, reconcile and apply observations of assets by sources."""
