"""An invented company to try the program on: every name, number and address in it is made up."""

from crm_desktop.demo.build import MOST, build

__all__ = ["MOST", "build"]
