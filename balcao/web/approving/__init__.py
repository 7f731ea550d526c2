"""Approvals as pages: by a link without signing in, or signed in; delegations, and the rules behind them."""
