# One image for the bot; settings come from the environment (see README.md).
FROM python:3.11-slim AS build
COPY locks/serve.txt /build/serve.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /build/serve.txt

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /home/photobot photobot
COPY --from=build /venv /venv
WORKDIR /app
COPY bot bot
COPY cards cards
COPY locales locales
COPY manifest manifest
USER photobot
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PHOTOBOT_HOST=0.0.0.0
EXPOSE 3978
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3978/healthz', timeout=3)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
