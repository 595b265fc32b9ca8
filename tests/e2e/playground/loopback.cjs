// The playground listens on every interface; here it serves this machine alone.
const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { host: "127.0.0.1", port }, ...rest);
};
