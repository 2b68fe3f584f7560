# One image for all the apps: docker-compose.yml says which one a container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /anamnesis
COPY . .
RUN npm install --no-fund --no-audit && npx tsc -b && npm prune --omit=dev --no-fund --no-audit

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /anamnesis
COPY --from=build /anamnesis ./
# A new volume takes over the owner of the folder that it is mounted on.
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/anamnesis /var/lib/anamnesis/keys /var/lib/anamnesis/files
USER node
