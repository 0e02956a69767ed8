"""The import wizard: any list, from any file or from cells copied elsewhere."""

from crm_desktop.ui.importing.wizard import ImportWizard

__all__ = ["ImportWizard"]
