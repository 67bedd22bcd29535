#!/bin/sh
# Builds the C libraries that decode images from Debian's sources, with AddressSanitizer and libFuzzer's coverage: those that
# are installed have neither, so that the fuzzer sees nothing of what goes on in them.
#
# usage: instrumented.sh FOLDER       FOLDER: takes sources and libraries, about 100 MB; `make fuzz-images` uses it
#
# Needs apt-get, dpkg-source, cmake and Swift's clang. Nothing is installed, and the system's own list of sources stays as it
# is. libjpeg-turbo is built without assembly, which the sanitizer doesn't look into.
set -eu
mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial"
folder=$(cd "$1" && pwd)
cd "$folder"
. /etc/os-release
echo "deb-src http://deb.debian.org/debian $VERSION_CODENAME main" >apt/sources.list
apt() {
    apt-get -q -o Dir::Etc::SourceList="$folder/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" "$@"
}
apt update
apt source zlib libpng1.6 libjpeg-turbo libwebp

# What a library is built with has to be that of the program: the sanitizer's runtime is a part of the compiler.
CC=clang CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,fuzzer-no-link"
export CC CFLAGS PKG_CONFIG_PATH="$folder/lib/pkgconfig"
build() {
    source=$1
    shift
    nice cmake -S "$source" -B "build-${source%%-*}" -DCMAKE_BUILD_TYPE=None -DCMAKE_INSTALL_PREFIX="$folder" \
        -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_PREFIX_PATH="$folder" -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DBUILD_SHARED_LIBS=OFF "$@"
    nice cmake --build "build-${source%%-*}" -j 2
    cmake --install "build-${source%%-*}"
}
# Debian's zlib leaves out files that its CMake asks for.
(cd zlib-1*/ && ./configure --static --prefix="$folder" && nice make -j 2 libz.a && make install)
build libpng1*/ -DPNG_SHARED=OFF -DPNG_TESTS=OFF -DPNG_EXECUTABLES=OFF -DPNG_HARDWARE_OPTIMIZATIONS=OFF
build libjpeg-turbo-*/ -DENABLE_SHARED=OFF -DWITH_SIMD=OFF -DWITH_TURBOJPEG=ON
build libwebp-*/ -DWEBP_BUILD_ANIM_UTILS=OFF -DWEBP_BUILD_CWEBP=OFF -DWEBP_BUILD_DWEBP=OFF \
    -DWEBP_BUILD_GIF2WEBP=OFF -DWEBP_BUILD_IMG2WEBP=OFF -DWEBP_BUILD_VWEBP=OFF -DWEBP_BUILD_WEBPINFO=OFF \
    -DWEBP_BUILD_WEBPMUX=OFF -DWEBP_BUILD_EXTRAS=OFF
ls "$folder"/lib/*.a
