"""What people keep with an asset: notes, and files such as invoices, photographs and handover forms."""
