using Budstikke;

var app = await Service.Build(WebApplication.CreateSlimBuilder(args), TimeProvider.System);
await app.RunAsync();
