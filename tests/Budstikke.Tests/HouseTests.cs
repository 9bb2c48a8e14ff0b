using System.Reflection;
using Budstikke.Tests.House;

namespace Budstikke.Tests;

/// <summary>The rules of the house (STYLE.md) that a machine can hold; each is tried on something that breaks it in
/// BrokenHouseTests.</summary>
public sealed class HouseTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 70;
    private const int MaxLineCharacters = 120;

    private static readonly Assembly s_service = typeof(Program).Assembly;
    private static readonly Assembly s_documents = Assembly.Load("Budstikke.Documents");
    private static readonly Type[] s_products = [.. Shapes.Written(s_service), .. Shapes.Written(s_documents)];

    /// <summary>Where real time must pass, since it is what the test is about: a mail server that answers piece by
    /// piece.</summary>
    private static readonly string[] s_mayRest = ["tests/Budstikke.Tests/Mail/FakeSmtpServer.cs"];

    [Fact]
    public void A_room_knows_only_the_rooms_before_it() => None(Rooms.Violations(s_service.GetTypes(), "Budstikke"));

    [Fact]
    public void Documents_needs_nothing_but_the_base_class_library() =>
        None(
            from reference in s_documents.GetReferencedAssemblies()
            where reference.Name != "System" && !reference.Name!.StartsWith("System.", StringComparison.Ordinal)
            select $"Budstikke.Documents references {reference.Name}"
        );

    [Fact]
    public void Documents_knows_no_file_network_process_or_chance() =>
        None(
            from type in s_documents.GetTypes()
            from known in Outside.KnownTo(type)
            select $"{type.FullName} knows {known}"
        );

    [Fact]
    public void Only_the_root_asks_the_machine_for_the_time() =>
        None(
            from type in s_service.GetTypes().Concat(s_documents.GetTypes())
            from method in Knowledge.Of(type).Methods
            where Outside.IsMachineClock(method) && !(Outside.IsTimeProvider(method) && Rooms.IsRoot(type, "Budstikke"))
            select $"{type.FullName} calls {method.DeclaringType!.Name}.{method.Name}: take the time as an argument, "
                + "or from TimeProvider"
        );

    [Fact]
    public void Every_type_of_the_service_is_internal() =>
        None(
            from type in Shapes.Written(s_service)
            where type.IsPublic && type.Name != "Program"
            select $"{type.FullName} is public"
        );

    [Fact]
    public void Every_class_is_sealed_unless_the_product_derives_from_it() =>
        None(
            from type in s_products
            where Shapes.IsOpenForDerivation(type, s_products) && type.Name != "Program"
            select $"{type.FullName} is not sealed"
        );

    [Fact]
    public void A_record_cannot_be_changed() => None(s_products.SelectMany(Shapes.Setters));

    [Fact]
    public void An_interface_has_two_implementations_in_the_product() =>
        None(
            from type in s_products
            where type.IsInterface && Shapes.Implementations(type, s_products) < 2
            select $"{type.FullName} has {Shapes.Implementations(type, s_products)}"
        );

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        None(
            from type in s_products
            from word in Shapes.EmptyWords(type.Name)
            select $"{type.FullName} is called a {word}"
        );

    [Fact]
    public void A_table_is_written_by_one_room() =>
        None(
            from type in s_service.GetTypes()
            where type.DeclaringType is null
            let room = Rooms.RoomOf(type, "Budstikke")
            where room is not null
            from table in Tables.Written(type)
            group room by table into writers
            where writers.Distinct().Count() > 1
            select $"{writers.Key} is written by {string.Join(" and ", writers.Distinct())}"
        );

    [Fact]
    public void A_check_reads_tables_of_its_room_and_of_the_rooms_before_it()
    {
        var types = s_service.GetTypes().Where(type => type.DeclaringType is null).ToArray();
        var owners = (
            from type in types
            let room = Rooms.RoomOf(type, "Budstikke")
            where room is not null && Rooms.StepOf(room) >= 0
            from table in Tables.Written(type).Concat(Tables.Declared(type))
            group room by table
        ).ToDictionary(rooms => rooms.Key, rooms => rooms.MinBy(Rooms.StepOf)!);
        var read = (
            from type in types
            where type.Name.EndsWith("Checks", StringComparison.Ordinal) || Rooms.IsOfChecks(type)
            let room = Rooms.RoomOf(type, "Budstikke")
            from table in Tables.Read(type)
            where owners.ContainsKey(table)
            select (Type: type, Room: room, Table: table)
        ).ToArray();

        read.Select(one => one.Table).Distinct().Count().ShouldBeGreaterThan(10);
        None(
            from one in read
            where !Rooms.MayKnow(one.Room, owners[one.Table])
            select $"{one.Type.FullName} reads {one.Table}, which is {owners[one.Table]}'s"
        );
    }

    [Fact]
    public void A_source_file_has_at_most_300_lines() =>
        None(
            from file in Sources.All(".cs")
            where file.IsUnder("src") && file.Lines.Count > MaxFileLines
            select $"{file.Path} has {file.Lines.Count} lines"
        );

    [Fact]
    public void A_line_has_at_most_120_characters() =>
        None(
            from file in Sources.All(".cs")
            where file.IsUnder("src") || file.IsUnder("tests") || file.IsUnder("bench")
            from line in file.Lines.Index()
            where line.Item.Length > MaxLineCharacters
            select $"{file.Path}:{line.Index + 1} has {line.Item.Length} characters"
        );

    [Fact]
    public void A_catch_of_whatever_comes_is_named_with_its_reason() =>
        None(BroadCatches.Violations(Sources.All(".cs").Where(file => file.IsUnder("src"))));

    [Fact]
    public void The_map_of_the_README_names_the_folders_that_there_are()
    {
        var named = ReadmeMap.Named(File.ReadLines(Path.Combine(Sources.RepositoryRoot, "README.md")));
        var existing = ReadmeMap.Existing(Sources.All());

        named.Count.ShouldBeGreaterThan(30);
        None(
            named
                .Where(folder => !Directory.Exists(Path.Combine(Sources.RepositoryRoot, folder)))
                .Select(folder => $"{folder} is in the map and not there")
        );
        None(existing.Except(named).Select(folder => $"{folder} is there and not in the map"));
    }

    [Fact]
    public void A_method_has_at_most_70_lines() =>
        None(
            from entry in Methods.Lengths(s_service).Concat(Methods.Lengths(s_documents))
            where entry.Lines > MaxMethodLines
            select $"{entry.Method.DeclaringType!.FullName}.{entry.Method.Name} has {entry.Lines} lines"
        );

    [Fact]
    public void A_namespace_is_its_folder() =>
        None(
            from file in Sources.All(".cs")
            where file.IsUnder("src") && !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal)
            where Sources.NamespaceOf(file) != Sources.NamespaceFor(file)
            select $"{file.Path} is in {Sources.NamespaceOf(file) ?? "no namespace"}"
        );

    [Fact]
    public void The_words_of_the_Connect_API_stay_in_Connect() =>
        None(
            Sources.LiteralPlaces(
                Sources.All(".cs").Where(f => f.IsUnder("src") && !f.IsUnder("src/Budstikke/Connect")),
                Patterns.ConnectWord()
            )
        );

    [Fact]
    public void What_is_said_in_several_languages_stands_in_Wording() =>
        None(
            Sources.Places(
                Sources.All(".cs").Where(f => f.IsUnder("src") && !f.IsUnder("src/Budstikke.Documents/Wording")),
                Patterns.ChoiceOfLanguage()
            )
        );

    [Fact]
    public void A_text_is_made_shorter_in_one_place()
    {
        string[] taking =
        [
            .. s_products
                .Where(type => type.DeclaringType is null && TextTaking.Shortens(type))
                .Select(type => type.FullName!),
        ];
        None(
            taking
                .Except(TextTaking.Named)
                .Select(name =>
                    $"{name} takes a part of a text: cut with Jobs.Cut, or be named in {nameof(TextTaking)}"
                )
        );
        None(TextTaking.Named.Except(taking).Select(name => $"{name} is named in {nameof(TextTaking)} for nothing"));
    }

    [Fact]
    public void No_test_sleeps() =>
        None(
            Sources.Places(
                Sources.All(".cs").Where(file => file.IsUnder("tests") && !s_mayRest.Contains(file.Path)),
                Patterns.Sleep()
            )
        );

    [Fact]
    public void No_file_names_a_machine_or_a_registry() => None(Sources.Places(Sources.All(), Patterns.MachinePath()));

    private static void None(IEnumerable<string> violations)
    {
        var lines = violations.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
