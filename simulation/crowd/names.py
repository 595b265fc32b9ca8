"""Names of people who do not exist, in letters that every address takes."""

GIVEN = (
    *("Aaron", "Abena", "Adele", "Aiko", "Akash", "Alba", "Amina", "Andrei", "Anouk", "Arjun"),
    *("Beatriz", "Bilal", "Bruno", "Camila", "Carlos", "Chen", "Dalia", "Daniel", "Devi", "Diego"),
    *("Edith", "Emeka", "Erik", "Esra", "Farah", "Fatou", "Felix", "Freya", "Gabor", "Giulia"),
    *("Hana", "Hassan", "Helga", "Ibrahim", "Ingrid", "Isabel", "Ivan", "Jamal", "Jia", "Julia"),
    *("Kaito", "Karin", "Kofi", "Lars", "Leila", "Lena", "Luis", "Mateo", "Mei", "Mina"),
    *("Nadia", "Nils", "Nora", "Omar", "Paolo", "Priya", "Rafael", "Renata", "Sofia", "Yusuf"),
)
SURNAMES = (
    *("Abe", "Adeyemi", "Almeida", "Andersen", "Bakker", "Banda", "Barros", "Bauer", "Bianchi"),
    *("Boateng", "Braun", "Castillo", "Chandra", "Cohen", "Costa", "Demir", "Diallo", "Dvorak"),
    *(
        "Eriksson",
        "Farouk",
        "Fischer",
        "Fontaine",
        "Garcia",
        "Georgiou",
        "Haas",
        "Hansen",
        "Horvat",
    ),
    *("Ito", "Ivanov", "Jansson", "Kamau", "Kaplan", "Keller", "Kim", "Kovacs", "Kowalski"),
    *("Larsen", "Lopez", "Mazur", "Mbeki", "Meyer", "Moreau", "Mori", "Nguyen", "Nielsen"),
    *("Novotny", "Olsen", "Ortiz", "Osei", "Park", "Pereira", "Popescu", "Ramos", "Rao"),
    *("Rossi", "Saito", "Schmidt", "Sharma", "Suzuki", "Torres", "Usman", "Vargas", "Wagner"),
)
JOBS = ("Analyst", "Buyer", "Consultant", "Engineer", "Nurse", "Planner", "Technician", "Teacher")
