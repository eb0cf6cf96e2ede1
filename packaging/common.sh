# What every script here needs to know; to be sourced. The version comes from the one place where it stands.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/linreg_gui/__init__.py")
name=linreg-gui
title="Linear Regression"
app_id=io.github.linreg_gui
maintainer="linreg_gui developers <linreg_gui@users.noreply.github.com>"
homepage=https://github.com/linreg-gui/linreg_gui
# Everything that is made lies here; git does not see it.
made=${LINREG_GUI_MADE:-$root/build/packaging}
folder=${LINREG_GUI_FOLDER:-$made/dist/$name}
mkdir -p "$made"
