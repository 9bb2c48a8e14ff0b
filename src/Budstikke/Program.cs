using Budstikke;
using Budstikke.Commands;

return await CommandLine.Run(args, builder => Service.Build(builder, TimeProvider.System));
