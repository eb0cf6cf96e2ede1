"""What stands on the welcome page: read before there is a session."""

from __future__ import annotations

from linreg_gui.core.installation.resources import samples
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.views.welcome.welcome_page import WelcomePage


def fill_page(page: WelcomePage, settings: Settings) -> None:
    """Show samples and files that were opened; what is there already stays."""
    if not page.sample_cards():
        page.show_samples(samples())
    page.show_recent_files(settings.recent_files())
    page.set_at_start(settings.shows_welcome())
