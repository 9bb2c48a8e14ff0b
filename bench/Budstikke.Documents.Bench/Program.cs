using BenchmarkDotNet.Running;
using Budstikke.Documents.Bench;

// dotnet run -c Release --project bench/Budstikke.Documents.Bench -- --filter '*' [--job short]
BenchmarkSwitcher.FromAssembly(typeof(UblBench).Assembly).Run(args);
