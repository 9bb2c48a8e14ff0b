#!/usr/bin/env bash
# Makes one file of Budstikke that needs no .NET on its machine, and starts it alone in an empty folder.
#   ./single-file.sh [RID] [FOLDER]       by default linux-x64 and artifacts/; another RID is made and not started
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly own=linux-x64 rid=${1:-linux-x64}
folder=${2:-artifacts}

dotnet publish src/Budstikke -c Release -r "$rid" -p:PublishSingleFile=true -o "$folder" --nologo -v quiet
file=$(realpath "$folder/Budstikke")
if [[ $rid != "$own" ]]; then
  echo "$file was made, and not started here."
  exit
fi

# Nothing of this machine's .NET and nobody's settings: what the file needs, it must bring.
alone=$(mktemp -d)
trap 'rm -rf "$alone"' EXIT
cp "$file" "$alone"
cd "$alone"
env -i PATH=/nowhere HOME="$alone" TMPDIR="$alone" ASPNETCORE_URLS=http://127.0.0.1:0 ./Budstikke demo --exit
echo "$file starts alone."
