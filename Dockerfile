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
# Without DATABASE_URL everything is kept there: the container's own layer would end with it.
# Name the volume (docker run -v photobot:/home/photobot/.photobot), or the next container begins
# anew.
RUN mkdir /home/photobot/.photobot
VOLUME /home/photobot/.photobot
EXPOSE 3978
HEALTHCHECK CMD ["python", "-m", "bot.web.probe"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
