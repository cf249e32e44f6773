all: build

build test check doctor:
	./dev $@

clean:
	rm -rf build .polyfiche

.PHONY: all build test check doctor clean
