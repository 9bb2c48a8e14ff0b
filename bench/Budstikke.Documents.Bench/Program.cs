using BenchmarkDotNet.Running;
using Budstikke.Documents.Bench;

// dotnet run -c Release --project bench/Budstikke.Documents.Bench -- --filter '*' [--job short]
// dotnet run --project bench/Budstikke.Documents.Bench -- gallery [FOLDER]
// dotnet run -c Release --project bench/Budstikke.Documents.Bench -- rules-time
// dotnet run -c Release --project bench/Budstikke.Documents.Bench -- rules [DOCUMENTS MUTANTS [SEED]]
if (args is ["gallery", .. var rest])
    Gallery.Write(rest);
else if (args is ["rules-time"])
    return RulesTimes.Run();
else if (args is ["rules", .. var sizes])
    return await RulesComparison.Run(SizeOf(sizes, 0, 2000), SizeOf(sizes, 1, 3000), SizeOf(sizes, 2, 1));
else
    BenchmarkSwitcher.FromAssembly(typeof(UblBench).Assembly).Run(args);
return 0;

static int SizeOf(string[] sizes, int at, int usual) =>
    at < sizes.Length ? int.Parse(sizes[at], System.Globalization.CultureInfo.InvariantCulture) : usual;
