#!/bin/sh
# Puts other people's libraries into a virtual environment of Python's; quick where they are there already.
#
# usage: make.sh FOLDER LIST
# LIST: what pip is to install, as in a requirements.txt. When all of it is there, FOLDER keeps a copy.
set -eu
folder=$1 list=$2
if cmp -s "$list" "$folder/installed.txt"; then exit 0; fi

# Anew, since another version of one may want others of the rest gone.
rm -rf "$folder"
python3 -m venv "$folder" || { echo "python3 has no venv; Debian and Ubuntu have it in python3-venv" >&2; exit 1; }
for wait in 5 20 0; do
    if "$folder/bin/pip" install --quiet --disable-pip-version-check --retries 2 --timeout 30 --requirement "$list"; then
        cp "$list" "$folder/installed.txt"
        exit 0
    fi
    sleep $wait
done
echo "$list could not be installed; tests that need it are skipped" >&2
exit 1
