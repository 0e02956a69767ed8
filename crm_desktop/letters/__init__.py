"""What is written to customers and taken along to them: mails, messages, faxes, the visit sheet."""
