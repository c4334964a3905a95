# One image for web, worker and beat; the command says which. See docs/production.md.
ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --no-deps --require-hashes --requirement requirements.lock
COPY manage.py ./
COPY wellarch ./wellarch
COPY lenses ./lenses
COPY reviews ./reviews
COPY templates ./templates
COPY static ./static
COPY pyproject.toml ./
COPY tooling/programs.py ./tooling/
RUN python -m tooling.programs /venv /app && rm -rf tooling pyproject.toml
RUN python -m compileall -q wellarch lenses reviews \
    && WELLARCH_DATA_DIR=/tmp/build WELLARCH_STATIC_DIR=/app/staticfiles \
        /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build

FROM ${PYTHON_IMAGE}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin wellarch \
    && install -d -o wellarch -g wellarch /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WELLARCH_DATA_DIR=/data \
    WELLARCH_STATIC_DIR=/app/staticfiles \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_RESPAWN_FAILED_WORKERS=true
USER wellarch
VOLUME /data
EXPOSE 8000
# Any answer of /healthz means that the web server works; what else is down, its body says.
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=5); c.request('GET', '/healthz', headers={'Host': 'localhost'}); raise SystemExit(c.getresponse().status not in (200, 503))"]
CMD ["granian", "wellarch.wsgi:application"]
