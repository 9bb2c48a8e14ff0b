using BenchmarkDotNet.Running;
using Budstikke.Documents.Bench;

// dotnet run -c Release --project bench/Budstikke.Documents.Bench -- --filter '*' [--job short]
// dotnet run --project bench/Budstikke.Documents.Bench -- gallery [FOLDER]
if (args is ["gallery", .. var rest])
    Gallery.Write(rest);
else
    BenchmarkSwitcher.FromAssembly(typeof(UblBench).Assembly).Run(args);
