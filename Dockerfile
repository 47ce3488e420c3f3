# The message service as an image: built from the sources, with a Java runtime of just the modules that it
# needs, and of the operating system only what the launcher and the JVM load. It runs as a user without
# rights, and writes nothing but /data and /tmp.
#   docker build -t message-service .
# JDK_IMAGE may be any image of Debian or Ubuntu with a JDK of release 25 or later.
ARG JDK_IMAGE=eclipse-temurin:25-jdk
FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -DskipTests -Dspotless.check.skip -Dcompiler.checks=-XDnone -pl bootstrap -am package
# The class archive knows the jar by its path and time, so it is made where the jar will be.
RUN scripts/bundle /app && deploy/image-root /app /root-of-image && mkdir -m 700 /empty

FROM scratch
COPY --from=build /root-of-image/ /
COPY --from=build /app/ /app/
COPY --from=build --chown=10001:10001 /empty /data
WORKDIR /app
USER 10001
ENV PATH=/usr/bin:/app/java/bin DATA_DIR=/data MANAGEMENT_HOST=0.0.0.0
VOLUME /data
EXPOSE 8001 8002
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", "\
  exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_PORT:-8002} && \
  printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ $status = 200 ]"]
# The launcher becomes the java process, so that SIGTERM drains.
ENTRYPOINT ["/app/message-service"]
CMD ["serve"]
